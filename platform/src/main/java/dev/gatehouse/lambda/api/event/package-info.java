/** Operations of what is configured of asynchronous events. */
@NullMarked
package dev.gatehouse.lambda.api.event;

import org.jspecify.annotations.NullMarked;
