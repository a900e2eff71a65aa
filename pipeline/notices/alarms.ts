import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** As the function writes it, in CloudWatch's embedded metric format: no dimensions. */
export const UNKNOWN_EVENTS = { namespace: 'towerctl', metricName: 'UnknownEvents' } as const;

const PERIOD = Duration.minutes(5);
const AN_HOUR = 3_600;

interface Watched {
  readonly topic: ITopic;
  readonly queue: IQueue;
  readonly deadLetters: IQueue;
  readonly handler: IFunction;
}

/** Whatever keeps an event from being acted on is told of: each names what to do. */
export function eventAlarms(scope: Construct, { topic, queue, deadLetters, handler }: Watched): void {
  const over = (name: string, metric: IMetric, most: number, description: string): void => {
    const alarm = new Alarm(scope, name, {
      alarmName: name,
      alarmDescription: description,
      metric,
      threshold: most,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
  };
  over(
    'towerctl-events-dead-letters-not-empty',
    deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
    0,
    'Events could not be kept, five times. Read the log of the function, mend the cause, then start the redrive of the dead-letter queue.',
  );
  over(
    'towerctl-events-function-errors',
    handler.metricErrors({ period: PERIOD, statistic: 'Sum' }),
    0,
    'The function that keeps events failed as a whole. Its log says why; the events are delivered to it again.',
  );
  over(
    'towerctl-events-wait-too-long',
    queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum' }),
    AN_HOUR,
    'An event has waited for more than an hour. Look whether the function runs, and whether it is throttled.',
  );
  over(
    'towerctl-events-unknown',
    new Metric({ ...UNKNOWN_EVENTS, period: PERIOD, statistic: 'Sum' }),
    0,
    'Events came that towerctl does not know. They are kept under events/unknown/ in the run bucket; look whether they matter, and update towerctl.',
  );
}
