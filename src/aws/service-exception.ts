import { ServiceException } from '@smithy/core/client';
import type { StaticErrorSchema } from '@smithy/types';

/** The class that a modelled error becomes: named as in the model, its members beside the message. */
export function serviceException(schema: StaticErrorSchema): [StaticErrorSchema, new () => Error] {
  const [, , name] = schema;
  class Exception extends ServiceException {
    constructor() {
      // The protocol writes down what was answered, fault and metadata included.
      super({ name, $fault: 'client', $metadata: {} });
    }
  }
  return [schema, Exception];
}
