package dev.gatehouse.gateway.apigateway.sdk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A client for JavaScript: one file, with a function for each method of the API. */
final class JavaScriptSdk {
    private static final String FILE = "apigClient.js";
    private static final String REQUEST = "method.request.";

    private JavaScriptSdk() {}

    /**
     * The client as an archive.
     *
     * @param invokeUrl where the stage is called
     */
    static byte[] archive(RestSnapshot snapshot, String invokeUrl, String region) {
        String title = String.valueOf(RestTypes.API.read(snapshot.api()).name());
        String client =
                template()
                        .replace("__TITLE__", title.replaceAll("\\R", " "))
                        .replace("__INVOKE_URL__", TextNode.valueOf(invokeUrl).toString())
                        .replace("__REGION__", TextNode.valueOf(region).toString())
                        .replace("__METHODS__", methods(snapshot).toString());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("apiGateway-js-sdk/" + FILE));
            zip.write(client.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String template() {
        try (InputStream in =
                Objects.requireNonNull(JavaScriptSdk.class.getResourceAsStream(FILE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static ArrayNode methods(RestSnapshot snapshot) {
        ArrayNode methods = JsonNodeFactory.instance.arrayNode();
        snapshot.resources().stream()
                .map(RestTypes.RESOURCE::read)
                .sorted(Comparator.comparing(each -> String.valueOf(each.path())))
                .forEach(
                        resource ->
                                MethodEntry.methods(resource)
                                        .forEach(
                                                (verb, method) ->
                                                        methods.add(
                                                                method(resource, verb, method))));
        return methods;
    }

    private static ObjectNode method(Resource resource, String verb, Method method) {
        String path = String.valueOf(resource.path());
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        said.put("name", name(path, verb)).put("verb", verb).put("path", path);
        ArrayNode query = said.putArray("query");
        ArrayNode headers = said.putArray("headers");
        for (String parameter :
                Objects.requireNonNullElse(method.requestParameters(), Map.<String, Boolean>of())
                        .keySet()) {
            String[] parts = parameter.substring(REQUEST.length()).split("\\.", 2);
            switch (parts[0]) {
                case "querystring" -> query.add(parts[1]);
                case "header" -> headers.add(parts[1]);
                default -> {} // the path names its own
            }
        }
        return said;
    }

    /** As AWS names them: {@code petsPetIdGet}, and {@code rootGet} for the root. */
    static String name(String path, String verb) {
        StringBuilder name = new StringBuilder();
        for (String segment : path.split("[^A-Za-z0-9]+", -1)) {
            name.append(name.isEmpty() ? segment : capital(segment));
        }
        return (name.isEmpty() ? "root" : name) + capital(verb.toLowerCase(Locale.ROOT));
    }

    private static String capital(String word) {
        return word.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
