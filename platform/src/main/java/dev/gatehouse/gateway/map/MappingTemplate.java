package dev.gatehouse.gateway.map;

/**
 * A mapping template, ready to be evaluated.
 *
 * @param source the Velocity text as it was configured
 */
public record MappingTemplate(String source) {

    /**
     * Prepares a template. A faulty one is not refused here: AWS accepts it and fails the request
     * that meets it.
     */
    public static MappingTemplate compile(String source) {
        return new MappingTemplate(source);
    }
}
