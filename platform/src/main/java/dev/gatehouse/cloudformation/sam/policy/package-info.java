/** What a function's Policies may name: SAM's policy templates, and AWS's managed policies. */
@NullMarked
package dev.gatehouse.cloudformation.sam.policy;

import org.jspecify.annotations.NullMarked;
