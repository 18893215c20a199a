/**
 * The Telemetry API and its predecessor, the Logs API: what extensions subscribe to, and how it is
 * buffered and delivered to them.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api.html">Telemetry API</a>
 */
@NullMarked
package dev.gatehouse.lambda.subscription;

import org.jspecify.annotations.NullMarked;
