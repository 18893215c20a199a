package dev.gatehouse.app.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine's topics send to functions: it tells each on its output, in a line of JSON, and
 * functions get it as from SNS (AWS Lambda Developer Guide, "Invoking Lambda functions with Amazon
 * SNS notifications").
 */
final class TopicMessages {
    private static final Logger LOG = LoggerFactory.getLogger(TopicMessages.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Supplier<PushTargets> functions;
    private final Clock clock;

    TopicMessages(Supplier<PushTargets> functions, Clock clock) {
        this.functions = functions;
        this.clock = clock;
    }

    /** Sends what is told until the engine ends. Blocks. */
    void sendAll(BufferedReader told) {
        try {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                send(line);
            }
        } catch (IOException ended) {
            LOG.debug("The development engine's output ended", ended);
        }
    }

    /** Whatever is wrong with a message, those behind it are sent. */
    private void send(String line) {
        JsonNode message = parsed(line);
        Optional<Arn> topic = Arn.parse(message.path("topic").asText());
        Optional<Arn> function = Arn.parse(message.path("function").asText());
        if (topic.isEmpty() || function.isEmpty()) {
            LOG.warn("A message to '{}' goes nowhere: it is no ARN", message.path("function"));
            return;
        }
        try {
            send(message, topic.get(), function.get());
        } catch (ServiceException rejected) {
            LOG.warn(
                    "A message of {} could not be delivered to {}: {}",
                    topic.get(),
                    function.get(),
                    rejected.text());
        } catch (RuntimeException failure) {
            LOG.warn("A message of {} was lost", topic.get(), failure);
        }
    }

    private void send(JsonNode message, Arn topic, Arn function) {
        Region region = new Region(topic.region());
        PushTargets.Source source =
                new PushTargets.Source(
                        "sns.amazonaws.com",
                        topic.toString(),
                        new AccountId(topic.account()),
                        region);
        byte[] event = event(message, region).toString().getBytes(StandardCharsets.UTF_8);
        functions.get().send(source, function, event, null);
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException other) {
            LOG.warn("The development engine told what is no message: {}", line);
            return JSON.missingNode();
        }
    }

    private ObjectNode event(JsonNode message, Region region) {
        String sns = "https://sns." + region.name() + ".amazonaws.com/";
        String subscription = message.path("subscription").asText();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ObjectNode record = event.putArray("Records").addObject();
        record.put("EventSource", "aws:sns")
                .put("EventVersion", "1.0")
                .put("EventSubscriptionArn", subscription);
        ObjectNode content =
                record.putObject("Sns")
                        .put("Type", "Notification")
                        .put("MessageId", message.path("id").asText())
                        .put("TopicArn", message.path("topic").asText());
        content.set("Subject", message.path("subject"));
        content.put("Message", message.path("message").asText())
                .put("Timestamp", MILLIS.format(clock.now()))
                .put("SignatureVersion", "1")
                .put("Signature", "none")
                .put("SigningCertUrl", sns + "SimpleNotificationService.pem")
                .put("UnsubscribeUrl", sns + "?Action=Unsubscribe&SubscriptionArn=" + subscription);
        content.set("MessageAttributes", message.path("attributes"));
        return event;
    }
}
