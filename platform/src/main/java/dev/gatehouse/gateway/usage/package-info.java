/** Asks for API keys, and holds them to their usage plans. */
@NullMarked
package dev.gatehouse.gateway.usage;

import org.jspecify.annotations.NullMarked;
