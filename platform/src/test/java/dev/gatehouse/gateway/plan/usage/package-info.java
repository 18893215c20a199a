@NullMarked
package dev.gatehouse.gateway.plan.usage;

import org.jspecify.annotations.NullMarked;
