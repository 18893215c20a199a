/**
 * Custom domain names, which both services of API Gateway show: how they are kept and put in force.
 */
@NullMarked
package dev.gatehouse.gateway.domain;

import org.jspecify.annotations.NullMarked;
