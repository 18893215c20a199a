/** What programs in a sandbox trust: all that this machine trusts, and the node's authority. */
@NullMarked
package dev.gatehouse.lambda.trust;

import org.jspecify.annotations.NullMarked;
