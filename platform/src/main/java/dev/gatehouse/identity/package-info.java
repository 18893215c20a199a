/** Who calls: principals, their credentials, and the proof that a request is theirs. */
@NullMarked
package dev.gatehouse.identity;

import org.jspecify.annotations.NullMarked;
