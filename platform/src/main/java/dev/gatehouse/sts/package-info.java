/** STS: who a caller is, and temporary credentials of roles. */
@NullMarked
package dev.gatehouse.sts;

import org.jspecify.annotations.NullMarked;
