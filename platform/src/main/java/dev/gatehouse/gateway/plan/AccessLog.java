package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.map.LogFormat;

/**
 * Where a stage's access log goes ("Set up CloudWatch logging for REST APIs", "Configure logging
 * for HTTP APIs").
 *
 * @param group the log group, of the API's account and region
 * @param format what a line says
 */
public record AccessLog(String group, LogFormat format) {}
