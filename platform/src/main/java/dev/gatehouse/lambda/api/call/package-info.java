/** What the operations of functions have in common: whom a call names, and pages. */
@NullMarked
package dev.gatehouse.lambda.api.call;

import org.jspecify.annotations.NullMarked;
