package dev.gatehouse.identity.sigv4.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.identity.sigv4.Claims;
import dev.gatehouse.identity.sigv4.SignableRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** One request as botocore signed it, from {@code botocore.txt}. */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record BotocoreRequest(
        String name, String service, String region, SignableRequest request, byte[] body) {

    static List<BotocoreRequest> all() throws IOException {
        try (InputStream in = BotocoreRequest.class.getResourceAsStream("botocore.txt")) {
            List<BotocoreRequest> requests = new ArrayList<>();
            for (String block : new String(in.readAllBytes(), UTF_8).split("\n\n")) {
                if (!block.startsWith("#")) {
                    requests.add(parse(block.strip().lines().toList()));
                }
            }
            return requests;
        }
    }

    private static BotocoreRequest parse(List<String> lines) {
        String[] title = lines.getFirst().split(" ");
        String[] line = lines.get(1).split(" ");
        String[] target = line[1].split("\\?", 2);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        byte[] body = {};
        for (String header : lines.subList(2, lines.size())) {
            if (header.startsWith("body ")) {
                body = Base64.getDecoder().decode(header.substring(5));
            } else {
                String[] pair = header.split(":", 2);
                headers.add(Map.entry(pair[0], pair[1]));
            }
        }
        SignableRequest request =
                SignableRequest.of(line[0], target[0], target.length > 1 ? target[1] : "", headers);
        return new BotocoreRequest(title[0], title[1], title[2], request, body);
    }

    /** When it was signed. */
    Instant instant() {
        return Claims.of(request).date().instant();
    }

    @Override
    public String toString() {
        return name;
    }
}
