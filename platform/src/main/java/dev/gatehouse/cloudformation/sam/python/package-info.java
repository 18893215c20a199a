/**
 * What SAM's own translator, a program in Python, writes where its text goes into a hash: ids that
 * AWS gave a stack stay the same only when the text is the same to the letter.
 */
@NullMarked
package dev.gatehouse.cloudformation.sam.python;

import org.jspecify.annotations.NullMarked;
