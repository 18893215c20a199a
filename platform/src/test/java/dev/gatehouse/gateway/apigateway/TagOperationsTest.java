package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.GetRestApiRequest;
import dev.gatehouse.aws.apigateway.GetTagsRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.TagResourceRequest;
import dev.gatehouse.aws.apigateway.UntagResourceRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations on the tags of whatever has an ARN. */
@Tag("node")
class TagOperationsTest {
    private RestFixture rest;
    private String api;
    private String root;

    @BeforeEach
    void open(@TempDir Path folder) {
        rest = new RestFixture(folder);
        RestApi created = rest.api();
        api = text(created.id());
        root = text(created.rootResourceId());
    }

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void tagsApisAndStages() {
        rest.mock(api, root, "GET");
        rest.deploy(api, "v1");
        tag(arn(), Map.of("team", "zoo"));
        tag(arn(), Map.of("colour", "red"));
        assertThat(tags(arn())).isEqualTo(Map.of("team", "zoo", "colour", "red"));
        rest.call(
                ApiGateway.UNTAG_RESOURCE,
                UntagResourceRequest.builder().resourceArn(arn()).tagKeys(List.of("team")).build());
        assertThat(
                        rest.call(
                                        ApiGateway.GET_REST_API,
                                        GetRestApiRequest.builder().restApiId(api).build())
                                .tags())
                .isEqualTo(Map.of("colour", "red"));
        String stage = arn() + "/stages/v1";
        assertThat(tags(stage)).isEmpty();
        tag(stage, Map.of("a", "b"));
        assertThat(tags(stage)).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void namesWhatIsNotThere() {
        assertThatThrownBy(() -> tags(arn() + "/stages/none"))
                .hasMessage("Invalid stage identifier specified");
        assertThatThrownBy(() -> tags("arn:aws:apigateway:us-east-1::/restapis/none"))
                .hasMessage("Invalid API identifier specified 111111111111:none");
        assertThatThrownBy(() -> tags("arn:aws:apigateway:us-east-1::/others/none"))
                .hasMessage("Invalid ARN specified in the request");
    }

    @Test
    void rejectsTagsThatAwsRejects() {
        assertThatThrownBy(() -> tag(arn(), Map.of("aws:a", "b")))
                .hasMessage("Invalid tag key: aws:a. Tags must not begin with 'aws:'");
    }

    private String arn() {
        return "arn:aws:apigateway:us-east-1::/restapis/" + api;
    }

    private void tag(String arn, Map<String, String> tags) {
        rest.call(
                ApiGateway.TAG_RESOURCE,
                TagResourceRequest.builder().resourceArn(arn).tags(tags).build());
    }

    private Map<String, String> tags(String arn) {
        return Objects.requireNonNull(
                rest.call(ApiGateway.GET_TAGS, GetTagsRequest.builder().resourceArn(arn).build())
                        .tags());
    }
}
