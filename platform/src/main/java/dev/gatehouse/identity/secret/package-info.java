/** Secrets that are kept: unreadable for who has the store and not the master key. */
@NullMarked
package dev.gatehouse.identity.secret;

import org.jspecify.annotations.NullMarked;
