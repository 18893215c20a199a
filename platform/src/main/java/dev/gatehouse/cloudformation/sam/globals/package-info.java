/** The Globals section of serverless templates. */
@NullMarked
package dev.gatehouse.cloudformation.sam.globals;

import org.jspecify.annotations.NullMarked;
