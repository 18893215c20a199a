/**
 * Key Management Service: symmetric keys that the node makes, as far as its other services and apps
 * need them.
 */
@NullMarked
package dev.gatehouse.kms;

import org.jspecify.annotations.NullMarked;
