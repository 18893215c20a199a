package dev.gatehouse.aws;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a service.
 *
 * @param service the service it belongs to
 * @param name AWS's name, such as {@code CreateFunction}
 * @param http how HTTP-bound protocols carry it
 * @param input the shape of the request; a structure without members where the model names none
 * @param output the shape of the answer; a structure without members where the model names none
 * @param traits what else is true of it
 */
public record OperationModel(
        ServiceModel service, String name, Http http, Shape input, Shape output, Traits traits) {

    /**
     * @param method the HTTP method
     * @param uri the path with its labels and, after a question mark, fixed query parameters
     * @param status the status of success
     */
    public record Http(String method, String uri, int status) {}

    /**
     * @param errors the errors the model lists
     * @param resultWrapper the element around the query protocol's result
     * @param inputXml the root element of an XML request
     * @param unsigned whether the operation is called without credentials
     */
    public record Traits(
            List<Shape> errors,
            @Nullable String resultWrapper,
            XmlName inputXml,
            boolean unsigned) {}

    public List<Shape> errors() {
        return traits.errors();
    }

    /** Whether the operation is called without credentials. */
    public boolean unsigned() {
        return traits.unsigned();
    }

    @Override
    public String toString() {
        return service.name() + ":" + name;
    }
}
