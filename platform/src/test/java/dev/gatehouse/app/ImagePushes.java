package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Pushes parts of an image to the node as engines do, with a token. */
record ImagePushes(LiveNode node, String token) {

    /** A layer in pieces; what has another digest is rejected. */
    void push(String path, byte[] bytes) throws Exception {
        String digest = path.substring(path.lastIndexOf('/') + 1);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String claimed : List.of("sha256:" + "f".repeat(64), digest)) {
                String upload =
                        send(client, "POST", "/v2/shop/app/blobs/uploads/", bytes, 0, 0)
                                .headers()
                                .firstValue("Location")
                                .orElseThrow();
                int half = bytes.length / 2;
                assertThat(send(client, "PATCH", upload, bytes, 0, half).statusCode())
                        .isEqualTo(202);
                assertThat(
                                send(
                                                client,
                                                "PUT",
                                                upload + "?digest=" + claimed,
                                                bytes,
                                                half,
                                                bytes.length)
                                        .statusCode())
                        .isEqualTo(claimed.equals(digest) ? 201 : 400);
            }
            HttpResponse<byte[]> pulled =
                    client.send(
                            HttpRequest.newBuilder(node.endpoint().resolve(path))
                                    .header("Authorization", token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(pulled.body()).isEqualTo(bytes);
        }
    }

    int put(String path, byte[] manifest) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return send(client, "PUT", path, manifest, 0, manifest.length).statusCode();
        }
    }

    HttpResponse<Void> send(
            HttpClient client, String method, String path, byte[] bytes, int from, int to)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(node.endpoint().resolve(path))
                        .header("Authorization", token)
                        .method(
                                method,
                                HttpRequest.BodyPublishers.ofByteArray(bytes, from, to - from))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }
}
