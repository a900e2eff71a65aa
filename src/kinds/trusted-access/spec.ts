/** `trusted-access:ec2.amazonaws.com`: the service may act in the organization. */
export type TrustedAccessSpec = {
  readonly service: string;
};

/** The principal by which Organizations knows StackSets. */
export const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';
