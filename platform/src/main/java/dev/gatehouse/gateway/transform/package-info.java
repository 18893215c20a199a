/**
 * What integrations that are no proxies make of requests and responses: templates, mapped
 * parameters, conversions between text and bytes.
 */
@NullMarked
package dev.gatehouse.gateway.transform;

import org.jspecify.annotations.NullMarked;
