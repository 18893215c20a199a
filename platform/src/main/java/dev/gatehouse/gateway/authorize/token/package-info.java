/** Signed tokens: who issued them, whether they hold, and what they say. */
@NullMarked
package dev.gatehouse.gateway.authorize.token;

import org.jspecify.annotations.NullMarked;
