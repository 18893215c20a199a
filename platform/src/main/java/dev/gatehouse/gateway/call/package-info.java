/** What the steps of a pipeline hand to each other: the request, what it matched, a rejection. */
@NullMarked
package dev.gatehouse.gateway.call;

import org.jspecify.annotations.NullMarked;
