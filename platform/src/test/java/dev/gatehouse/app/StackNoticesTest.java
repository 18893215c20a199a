package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What topics hear of stacks is not lost with the node. */
@Tag("node")
class StackNoticesTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:told";

    @Test
    void whatAStoppedNodeHasNotToldTheNextOneTells(@TempDir Path data) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Node first = node(data, silent.getLocalPort())) {
            LiveStacks stacks = LiveStacks.of(LiveNode.of(first));
            create(stacks, "told");
        }
        List<String> heard = new CopyOnWriteArrayList<>();
        HttpServer sns = sns(heard);
        try (Node _ = node(data, sns.getAddress().getPort())) {
            Eventually.value(() -> List.copyOf(heard), all -> all.size() >= 5);
            assertThat(heard.getFirst()).contains("ResourceStatus='CREATE_IN_PROGRESS'");
            assertThat(heard.getLast())
                    .contains("StackName='told'")
                    .contains("LogicalResourceId='told'")
                    .contains("ResourceStatus='CREATE_COMPLETE'");
        } finally {
            sns.stop(0);
        }
    }

    @Test
    void topicsThatWereTakenAwayHearNothingAfterTheNextStart(@TempDir Path data) throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        HttpServer sns = sns(heard);
        try {
            try (Node first = node(data, sns.getAddress().getPort())) {
                LiveStacks stacks = LiveStacks.of(LiveNode.of(first));
                create(stacks, "quiet");
                Eventually.value(() -> List.copyOf(heard), all -> all.size() >= 5);
                stacks.client()
                        .updateStack(
                                r ->
                                        r.stackName("quiet")
                                                .notificationARNs(List.of())
                                                .templateBody(
                                                        "Resources: {H: {Type:"
                                                                + " AWS::Logs::LogGroup}}"));
                stacks.await("quiet", "UPDATE_COMPLETE");
            }
            try (Node second = node(data, sns.getAddress().getPort())) {
                create(LiveStacks.of(LiveNode.of(second)), "loud");
                Eventually.value(
                        () -> List.copyOf(heard),
                        all -> all.stream().anyMatch(each -> each.contains("StackName='loud'")));
                assertThat(heard).noneMatch(each -> each.contains("'UPDATE_"));
            }
        } finally {
            sns.stop(0);
        }
    }

    private static void create(LiveStacks stacks, String name) {
        stacks.client()
                .createStack(
                        r ->
                                r.stackName(name)
                                        .notificationARNs(TOPIC)
                                        .templateBody(
                                                "Resources: {G: {Type: AWS::Logs::LogGroup}}"));
        stacks.await(name, "CREATE_COMPLETE");
    }

    private static Node node(Path data, int sns) {
        return LiveNode.start(
                Config.of(
                        new Settings(
                                Map.of(
                                        "data",
                                        data.toString(),
                                        "port",
                                        "0",
                                        "endpoint.sns",
                                        "http://127.0.0.1:" + sns))));
    }

    private static HttpServer sns(List<String> heard) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    heard.add(
                            URLDecoder.decode(
                                    new String(body, StandardCharsets.UTF_8),
                                    StandardCharsets.UTF_8));
                    byte[] response =
                            ("<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
                                 + "<PublishResult><MessageId>1</MessageId></PublishResult>"
                                 + "</PublishResponse>")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, response.length);
                    exchange.getResponseBody().write(response);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
