package dev.gatehouse.lambda.runtimes.fetch;

import java.net.URI;
import java.util.Map;

/**
 * Where packages come from: the public registries, or the mirrors that the user's own tools are
 * told of.
 *
 * @param pypi a simple index (PEP 503)
 * @param npm a registry
 * @param maven a repository
 * @param rubygems a gem server
 */
public record Registries(URI pypi, URI npm, URI maven, URI rubygems) {
    public static final String RUBYGEMS_VARIABLE = "GATEHOUSE_GEM_SERVER";

    /** The registries that pip's, npm's and our own environment variables name. */
    public static Registries of(Map<String, String> environment) {
        return new Registries(
                folder(environment.getOrDefault("PIP_INDEX_URL", "https://pypi.org/simple")),
                folder(
                        environment.getOrDefault(
                                "npm_config_registry", "https://registry.npmjs.org")),
                folder(
                        environment.getOrDefault(
                                "GATEHOUSE_MAVEN_REPOSITORY",
                                "https://repo.maven.apache.org/maven2")),
                folder(environment.getOrDefault(RUBYGEMS_VARIABLE, "https://rubygems.org")));
    }

    private static URI folder(String url) {
        return URI.create(url.endsWith("/") ? url : url + '/');
    }
}
