import type { Json } from '../../model.js';
import { STRING, shapesOf } from '../schema.js';

/**
 * AWS Control Tower, API version 2018-05-10, written down after its service model (May 2026, with the API reference of
 * October 2026). Members are lowerCamel; documents are plain JSON, not text.
 */
export const controlTower = shapesOf('com.amazonaws.controltower');

/** A parameter of a control or a baseline: in requests and in answers alike. */
export interface Parameter {
  key: string | undefined;
  value: Json | undefined;
}

export type EnablementStatus = 'SUCCEEDED' | 'FAILED' | 'UNDER_CHANGE';
/** Of operations on baselines, controls and the landing zone; what waits in AWS's own queue is IN_PROGRESS too. */
export type OperationStatus = 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS';

export interface EnablementStatusSummary {
  status?: EnablementStatus | undefined;
  /** UUID. Absent where nobody but Control Tower has ever acted (mandatory controls, landing zone baselines). */
  lastOperationIdentifier?: string | undefined;
}

export const EnablementStatusSummary$ = controlTower.structure(
  'EnablementStatusSummary',
  {},
  { status: STRING, lastOperationIdentifier: STRING },
);
