/** Whom policies open resources to. */
@NullMarked
package dev.gatehouse.identity.policy.open;

import org.jspecify.annotations.NullMarked;
