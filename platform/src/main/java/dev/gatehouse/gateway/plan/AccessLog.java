package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.map.LogFormat;

/**
 * Where a stage's access log goes ("Set up CloudWatch logging for REST APIs", "Log API calls to
 * Amazon Data Firehose", "Configure logging for HTTP APIs"), of the API's account and region.
 *
 * @param format what a line says
 */
public record AccessLog(Destination destination, LogFormat format) {

    /** What takes the lines. */
    public sealed interface Destination {}

    /** A log group, by its name. */
    public record Group(String name) implements Destination {}

    /** A delivery stream of Firehose, by its name. */
    public record DeliveryStream(String name) implements Destination {}
}
