/**
 * Extensions of an environment: the programs below {@code /opt/extensions} and what runs as one
 * inside the runtime, what they ask of the Extensions API, and how they are shut down.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html">Extensions
 *     API</a>
 */
@NullMarked
package dev.gatehouse.lambda.extension;

import org.jspecify.annotations.NullMarked;
