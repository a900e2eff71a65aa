/** `trusted-access:ec2.amazonaws.com`: the service may act in the organization. */
export type TrustedAccessSpec = {
  readonly service: string;
};
