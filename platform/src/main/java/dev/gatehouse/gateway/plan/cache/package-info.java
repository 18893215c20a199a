/** What stages keep of responses, and by what they know requests again. */
@NullMarked
package dev.gatehouse.gateway.plan.cache;

import org.jspecify.annotations.NullMarked;
