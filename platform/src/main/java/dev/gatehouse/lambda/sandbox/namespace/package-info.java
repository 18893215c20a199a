/** Sandboxes in namespaces of their own, each held by one launcher process. */
@NullMarked
package dev.gatehouse.lambda.sandbox.namespace;

import org.jspecify.annotations.NullMarked;
