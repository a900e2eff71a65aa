import type { Json } from '../../../model.js';
import { callOf } from './fault.js';

/**
 * A list of one may be written without brackets. What a condition decides (`Fn::If`) counts as there, in both its
 * branches; `AWS::NoValue` is nothing.
 */
export function itemsOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: Json) => itemsOf(item));
  const call = callOf(value);
  if (call?.name === 'Fn::If' && Array.isArray(call.argument)) return call.argument.slice(1).flatMap(itemsOf);
  return call?.name === 'Ref' && call.argument === 'AWS::NoValue' ? [] : [value];
}

/** A value as a reader would say it: `${Name}` for what CloudFormation fills in. */
export function textOfValue(value: Json): string {
  if (typeof value === 'string') return value;
  const call = callOf(value);
  if (!call) return JSON.stringify(value);
  const { name, argument } = call;
  if (name === 'Ref') return `\${${textOfValue(argument)}}`;
  if (name === 'Fn::GetAtt') return `\${${itemsOf(argument).map(textOfValue).join('.')}}`;
  if (name === 'Fn::Sub') return textOfValue(Array.isArray(argument) ? (argument[0] ?? '') : argument);
  if (name === 'Fn::Join' && Array.isArray(argument)) {
    return itemsOf(argument[1])
      .map(textOfValue)
      .join(textOfValue(argument[0] ?? ''));
  }
  if (name === 'Fn::If' && Array.isArray(argument)) {
    return itemsOf(value).map(textOfValue).join(' or ');
  }
  return `${name} ${JSON.stringify(argument)}`;
}
