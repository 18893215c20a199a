/** Who may ask how much: rate limits, API keys and the usage plans that they are in. */
@NullMarked
package dev.gatehouse.gateway.plan.usage;

import org.jspecify.annotations.NullMarked;
