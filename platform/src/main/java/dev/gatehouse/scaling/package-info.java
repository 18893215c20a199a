/**
 * The service "Application Auto Scaling", for what this node has that scales: the provisioned
 * concurrency of functions.
 */
@NullMarked
package dev.gatehouse.scaling;

import org.jspecify.annotations.NullMarked;
