package dev.gatehouse.gateway.map;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No template holds the event loop, or takes the node's memory. */
@Tag("unit")
class HostileTemplatesTest {
    private static final String LONG = "\"" + "a".repeat(40) + "!\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$input.body.matches('\"(a|aa)+b\"')",
                "$input.body.replaceAll('(a|aa)+$', 'b')",
                "$input.body.replaceFirst('(a|aa)+$', 'b')",
                "$input.body.split('(a|aa)+$').size()",
                "$input.body.split('(a|aa)+$', 5).size()",
                "$input.body.replaceAll('(?=(a|aa)+$)x', 'b')",
                "$input.path('$[?(@ =~ /(a|aa)+$/)]')",
                "$input.path(\"$..[?(@.a =~ /(a|aa)+$/)]\")",
                "$input.body.repeat(1000000000).length()",
                "#set($a = $input.body.repeat(100000))#foreach($i in"
                        + " [1..900])$a.toUpperCase().length()#end",
                "$input.body.format('%1000000000d', 1).length()",
                "#set($f = '%1000000000d')$f.formatted(1).length()",
                "#set($a = 'a')#foreach($i in [1..30])#set($a = $a.concat($a))#end$a.length()",
                "#macro(a)#a()#a()#a()#a()#end#a()",
                "#define($a)#end#define($b)$a$a$a$a$a$a$a$a$a$a#end#define($c)$b$b$b$b$b$b$b$b$b$b#end"
                    + "#define($d)$c$c$c$c$c$c$c$c$c$c#end#define($e)$d$d$d$d$d$d$d$d$d$d#end"
                    + "#define($f)$e$e$e$e$e$e$e$e$e$e#end#define($g)$f$f$f$f$f$f$f$f$f$f#end"
                    + "#define($h)$g$g$g$g$g$g$g$g$g$g#end#define($i)$h$h$h$h$h$h$h$h$h$h#end"
                    + "$i$i$i$i$i$i$i$i$i",
                "#set($l = [1])#foreach($i in [1..40])$l.addAll($l)#end",
                "#set($l = [1])$l.ensureCapacity(2000000000)",
                "$input.body.chars().range(0, 2147483647).sum()",
                "#set($n = 7)#foreach($i in [1..40])#set($n = $n * $n)#end$n",
                "#set($l = [1])#foreach($i in [1..60])#set($l = [$l, $l])#end$l",
                "#set($a = $input.body.repeat(200000))#set($b ="
                        + " \"$a$a$a$a$a$a$a$a$a$a$a$a$a$a$a$a\")",
                "$util.parseJson('[[0,0],[0,0]]').get(0)$input.path('$[0,0][0,0]')",
                "#set($a = 'aaaaaaaaaaaaaaaaaaaaaaaa')#foreach($i in [1..6])#set($a ="
                        + " $a.replace('a', $a))#end",
                "#set($a = 'a')#set($a = $a.repeat(8000000))#set($b ="
                        + " $a.substring(4000000).concat('b'))$a.contains($b)",
                "#set($a = 'a')#set($a = $a.repeat(8000000))#set($b ="
                        + " $a.substring(4000000).concat('b'))$a.lastIndexOf($b)",
                "#set($a = 'a')#set($a = $a.repeat(8000000))#set($b ="
                        + " $a.substring(4000000).concat('b'))$a.indexOf($b, 1)",
                "#set($l = [1])#set($m = [2])#foreach($i in [1..16])$l.addAll($l)$m.addAll($m)#end"
                        + "$l.removeAll($m)",
                "#set($a = $input.body.repeat(200000))#set($l = [])#foreach($i in"
                        + " [1..900])$l.add($a)#end$l",
                "#foreach($i in [1..2000000000])#end",
                "#set($l = [1..2000000000])$l.size()",
                "#set($n = $util.parseJson('[1.00000000000000000000001e999999999]'))"
                        + "#set($n = $n[0] + 1)$n",
                "#set($n = $util.parseJson('[1.0000000000000000000000001]'))#set($n = $n[0])"
                        + "#foreach($i in [1..40])#set($n = $n * $n)#end$n",
            })
    void endsSoonAndTakesLittle(String template) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () -> {
                    try {
                        render(template, LONG);
                    } catch (TemplateException tooMuch) {
                        assertThat(tooMuch).hasMessageNotContaining("OutOfMemory");
                    }
                });
    }

    @Test
    void pathsThatTakeAValueAgainAndAgainHaveNone() {
        String body = "[".repeat(60) + 1 + "]".repeat(60);
        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () -> {
                    assertThat(render("$input.path('$" + "[0,0]".repeat(50) + "').size()", body))
                            .isEmpty();
                    assertThat(render("$input.path('$" + "..*".repeat(20) + "').size()", body))
                            .isEmpty();
                });
        assertThat(render("$input.json('$..[0]').length()", "[[1]]")).isNotEmpty();
        assertThat(render("$input.json('$.a[0,1]')", "{\"a\": [1, 2, 3]}")).isEqualTo("[1,2]");
    }

    @Test
    void aFilterLooksAtTheWholeOfShortBodiesOnly() {
        String path = "$input.path('$.a[?(@ in $.b)]').size()";
        String many = IntStream.range(0, 200_000).mapToObj(String::valueOf).collect(joining(","));
        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () ->
                        assertThat(render(path, "{\"a\": [%1$s], \"b\": [%1$s]}".formatted(many)))
                                .isEmpty());
        assertThat(render(path, "{\"a\": [1, 2], \"b\": [2, 3]}")).isEqualTo("1");
        assertThat(PathBounds.allow("$.a[?(@ in $.b)]", 20_000)).isFalse();
        assertThat(PathBounds.allow("$[?(@.a subsetof @.b)]", 20_000)).isFalse();
        assertThat(PathBounds.allow("$[?(@.all anyof ['x'])]", 20_000)).isTrue();
        assertThat(PathBounds.allow("$.it's[?(@ in $.b)]", 200_000)).isFalse();
        assertThat(PathBounds.allow("$.a[?(@.it's in $ && 'b' == 'b')]", 200_000)).isFalse();
        String padded = "{\"a\": [{\"n\": 1, \"s\": \"$\"}], \"pad\": \"%s\"}";
        assertThat(
                        render(
                                "$input.json(\"$.a[?(@.s == '$')].n\")",
                                padded.formatted("x".repeat(200_000))))
                .isEqualTo("[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\": %s}",
                "[{\"a\": \"\\\"\"}, -%s]",
                "{'\"': 1, 'n': %s}",
                "{a: it's, n: %s}",
                "{a: b\"c, n: %s}",
                "%s"
            })
    void aBodyOfOneNumberWithoutEndIsNoJson(String body) {
        String number = "1".repeat(3_000_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () -> assertThat(render("$input.json('$')", body.formatted(number))).isEmpty());
    }

    @Test
    void numbersOfUsualLengthAndDigitsInTextsAreRead() {
        assertThat(render("$input.path('$.n') $input.path('$.m')", "{\"n\": 12e3, \"m\" : -4.5}"))
                .isEqualTo("12000.0 -4.5");
        String digits = "{\"a\\\"b\":[\"%s\", \"0e99999999\"]}".formatted("1".repeat(2_000));
        assertThat(render("$input.json('$')", digits)).isEqualTo(digits.replace(", ", ","));
        assertThat(render("$input.path('$')", "abc 0e99999999")).isEqualTo("abc 0e99999999");
    }

    @Test
    void aBlockPrintsNoMoreThanItsTemplateMay() {
        String block =
                "#define($d)#foreach($i in [1..1000])#foreach($j in [1..150])%s#end#end#end$d"
                        .formatted("x".repeat(20_000));

        assertThatThrownBy(() -> render(block, "{}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("prints too much");
    }

    @Test
    void whatAMethodCannotDoIsAFaultOfTheTemplate() {
        for (String faulty :
                new String[] {
                    "$input.body.repeat(-1)",
                    "$input.body.replaceAll('a', '$5')",
                    "#set($m = {'a': 1})$m.keySet().addAll([1])"
                }) {
            assertThatThrownBy(() -> render(faulty, "\"a\""))
                    .as(faulty)
                    .isInstanceOf(TemplateException.class);
        }
    }

    @Test
    void listsThatComeToHoldEachOtherAreNotComparedWithoutEnd() {
        StringBuilder template = new StringBuilder();
        for (String list : new String[] {"a", "b"}) {
            for (int i = 0; i <= 50; i++) {
                template.append("#set($%s%d = [])".formatted(list, i));
            }
            for (int i = 50; i > 0; i--) {
                template.append("$%1$s%2$d.add($%1$s%3$d)".formatted(list, i, i - 1).repeat(2));
            }
        }
        template.append("#if($a50 == $b50)same#end");

        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () ->
                        assertThatThrownBy(() -> render(template.toString(), "{}"))
                                .isInstanceOf(TemplateException.class)
                                .hasMessageContaining("too large"));
    }

    @Test
    void whatTemplatesAreWrittenWithWorks() {
        assertThat(render("$input.body.replaceAll('([a-z])1', '$1-')", "\"a1b1\""))
                .isEqualTo("\"a-b-\"");
        assertThat(render("$input.body.replaceFirst('1', '').replace('b', 'xx')", "\"a1b1\""))
                .isEqualTo("\"axx1\"");
        assertThat(
                        render(
                                "#foreach($p in $input.path('$').split(','))<$p>#end#set($q ="
                                        + " $input.path('$').split(',', 2))$q[1] $q.size()",
                                "\"a,b,c,,\""))
                .isEqualTo("<a><b><c>b,c,, 2");
        assertThat(render("$input.body.matches('\"a.*') $input.body.split('').size()", "\"ab\""))
                .isEqualTo("true 4");
        assertThat(
                        render(
                                "#set($m = {'a': 1})#set($x = $m.put('b', [2]))"
                                        + "#foreach($e in $m.entrySet())$e.key=$e.getValue() #end"
                                        + "#foreach($k in $m.keySet())$k$foreach.count #end"
                                        + "$m.size() $m.containsKey('a') $m.get('b').get(0)",
                                "{}"))
                .isEqualTo("a=1 b=[2] a1 b2 2 true 2");
        assertThat(
                        render(
                                "#set($n = $input.path('$.n'))#set($i = $n.intValue() + 1)$i"
                                        + " $i.parseInt('7') $n.toString().length()"
                                        + " #set($l = [])#set($x = $l.addAll([1, 2]))$l.size()",
                                "{\"n\": 41.5}"))
                .isEqualTo("42 7 4 2");
        assertThat(
                        render(
                                "$util.escapeJavaScript($input.path('$.none'))|$util.urlEncode($x)",
                                "{}"))
                .isEqualTo("|");
    }

    @Test
    void listsTakeAllOfOthersAndRangesAreLists() {
        assertThat(
                        render(
                                "#set($l = [1..3])#set($x = $l.addAll($input.path('$')))"
                                        + "#set($x = $l.removeAll([2]))$l.size()"
                                        + " $l.containsAll([1, 3]) $l.get(0)",
                                "[null, 4]"))
                .isEqualTo("4 true 1");
    }

    @Test
    void aTemplateThatFailsSaysWhere() {
        assertThatThrownBy(() -> render("{\n  #if($x)", "{}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> render("{\n $util.base64Decode('%')", "{}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("line 2");
    }

    private static String render(String template, String body) {
        return MappingTemplate.compile(template)
                .render(
                        new MappingInput(
                                HttpHeaders.headers(),
                                Map.of(),
                                Map.of(),
                                new JsonBody(body),
                                new ContextVariables(),
                                Map.of()));
    }
}
