// A function that uses what Powertools for AWS Lambda has: logger, metrics, tracer and parameters.
import {Logger} from '@aws-lambda-powertools/logger';
import {Metrics, MetricUnit} from '@aws-lambda-powertools/metrics';
import {getParameter} from '@aws-lambda-powertools/parameters/ssm';
import {Tracer} from '@aws-lambda-powertools/tracer';

const logger = new Logger({serviceName: 'carts'});
const metrics = new Metrics({namespace: 'Conformance', serviceName: 'carts'});
const tracer = new Tracer({serviceName: 'carts'});

export const handler = async (event, context) => {
  logger.addContext(context);
  logger.info('a cart', {cart: event.id});
  metrics.addMetric('Carts', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
  const parent = tracer.getSegment();
  const segment = parent.addNewSubsegment('## handler');
  tracer.setSegment(segment);
  tracer.putAnnotation('CartId', event.id);
  const greeting = await getParameter('/conformance/greeting');
  segment.close();
  tracer.setSegment(parent);
  return {greeting};
};
