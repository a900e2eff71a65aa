/** `policy-type:scp`: policies of this type have effect. */
export type PolicyTypeSpec = {
  readonly type: string;
};
