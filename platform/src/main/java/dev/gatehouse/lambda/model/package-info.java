/** What Lambda's control plane keeps of functions and layers, and how they are named. */
@NullMarked
package dev.gatehouse.lambda.model;

import org.jspecify.annotations.NullMarked;
