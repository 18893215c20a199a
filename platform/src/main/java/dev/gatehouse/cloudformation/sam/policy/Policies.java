package dev.gatehouse.cloudformation.sam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;

/** The small policies that roles of the transform have. */
public final class Policies {
    private static final String VERSION = "2012-10-17";

    private Policies() {}

    /** Lets a service assume a role. */
    public static ObjectNode trust(String service) {
        ObjectNode statement = Json.object();
        statement.putArray("Action").add("sts:AssumeRole");
        statement.put("Effect", "Allow");
        statement.putObject("Principal").putArray("Service").add(service);
        return versioned(statement);
    }

    /** A statement that allows one action. */
    public static ObjectNode allow(String action, JsonNode resource) {
        ObjectNode statement = Json.object().put("Action", action).put("Effect", "Allow");
        return statement.set("Resource", resource);
    }

    /** A statement that allows a list of actions. */
    public static ObjectNode allowAll(JsonNode resource, String... actions) {
        ObjectNode statement = Json.object();
        var list = statement.putArray("Action");
        for (String action : actions) {
            list.add(action);
        }
        return statement.put("Effect", "Allow").set("Resource", resource);
    }

    /** A document without a version. */
    public static ObjectNode document(ObjectNode... statements) {
        ObjectNode document = Json.object();
        var list = document.putArray("Statement");
        for (ObjectNode statement : statements) {
            list.add(statement);
        }
        return document;
    }

    /** A document of the current version. */
    public static ObjectNode versioned(ObjectNode... statements) {
        ObjectNode document = Json.object().put("Version", VERSION);
        document.setAll(document(statements));
        return document;
    }

    /** An inline policy. */
    public static ObjectNode inline(String name, ObjectNode document) {
        return Json.object().put("PolicyName", name).set("PolicyDocument", document);
    }

    /** Lets a role put objects into a bucket. */
    public static ObjectNode intoBucket(JsonNode bucket) {
        ObjectNode objects = Json.object();
        objects.putArray("Fn::Join").add("/").add(Json.list().add(bucket).add("*"));
        return document(allow("s3:PutObject", objects), allow("s3:ListBucket", bucket));
    }

    /** The policy of a queue that takes messages from one source. */
    public static ObjectNode ofQueue(JsonNode principal, JsonNode queue, JsonNode source) {
        ObjectNode statement = Json.object().put("Action", "sqs:SendMessage");
        statement.put("Effect", "Allow").set("Principal", principal);
        statement.set("Resource", queue);
        statement.putObject("Condition").putObject("ArnEquals").set("aws:SourceArn", source);
        return versioned(statement);
    }
}
