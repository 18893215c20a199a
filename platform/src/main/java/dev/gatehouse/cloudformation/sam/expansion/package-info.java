/** What every serverless type's expansion stands on: the template, what was made of it, errors. */
@NullMarked
package dev.gatehouse.cloudformation.sam.expansion;

import org.jspecify.annotations.NullMarked;
