package dev.sekisho.app.standalone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A request as it goes over the wire, and every way to plant an identifier in it: header, cookie, query, path, member of the body,
 * claim of the token, name of the server, header of a balancer.
 *
 * @param method for example {@code GET}
 * @param path with its query
 * @param token what follows {@code Bearer}
 * @param headers further fields, each {@code Name: value}
 * @param body JSON, or empty
 * @param host what the Host field says, if not the server's address
 * @param serverName the name asked for in the TLS greeting
 * @param before what is sent before the TLS greeting
 */
record Planted(
        String method,
        String path,
        String token,
        List<String> headers,
        String body,
        Optional<String> host,
        Optional<String> serverName,
        String before) {
    private static final List<String> HEADERS = List.of(
            "X-Customer-Id",
            "X-Customer",
            "X-Sekisho-Customer",
            "X-Tenant",
            "X-Tenant-Id",
            "X-Organization-Id",
            "X-Org",
            "X-Account-Id",
            "X-Scope",
            "X-Scope-OrgID",
            "X-User",
            "X-Remote-User",
            "X-Forwarded-User",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Prefix",
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-Real-IP",
            "X-Client-Cert",
            "X-SSL-Client-S-DN",
            "Forwarded",
            "From",
            "Via");
    private static final List<String> NAMES =
            List.of("customer", "customerId", "tenant", "tenantId", "owner", "scope", "organization", "account");

    static Planted plain(String method, String path, String token, String body) {
        return new Planted(method, path, token, List.of(), body, Optional.empty(), Optional.empty(), "");
    }

    /** Every mutation with one identifier; {@code inPath} are the values of the path's variables. */
    List<Planted> mutations(String identifier, List<String> inPath) {
        List<Planted> all = new ArrayList<>();
        HEADERS.forEach(name -> all.add(withHeader(name + ": " + identifier)));
        all.add(withHeader("Forwarded: for=" + identifier + ";host=" + identifier));
        NAMES.forEach(name -> all.add(withHeader("Cookie: " + name + "=" + identifier)));
        all.add(withHeader("Cookie: __Host-sekisho=" + identifier + "; sekisho-customer=" + identifier));
        String encoded = java.net.URLEncoder.encode(identifier, StandardCharsets.UTF_8);
        for (String name : NAMES) {
            all.add(withPath(path + (path.contains("?") ? "&" : "?") + name + "=" + encoded));
        }
        inPath.forEach(value -> all.add(withPath(path.replace(value, encoded))));
        all.add(withPath(path.replaceFirst("(\\?|$)", ";customer=" + encoded + "$1")));
        all.add(withPath("/customers/" + encoded + path));
        all.add(withPath(path.replaceFirst("/api/v1", "/api/v1/" + encoded)));
        if (body.startsWith("{")) {
            for (String name : NAMES) {
                String comma = body.equals("{}") ? "" : ", ";
                all.add(withBody("{\"" + name + "\": \"" + identifier + "\"" + comma + body.substring(1)));
            }
        }
        all.add(withToken(token + "." + claims(identifier)));
        all.add(withToken("eyJhbGciOiJub25lIn0." + claims(identifier) + "."));
        all.add(withToken(token + " customer=" + identifier));
        all.add(new Planted(method, path, token, headers, body, Optional.of(label(identifier)), serverName, before));
        all.add(new Planted(method, path, token, headers, body, host, Optional.of(label(identifier)), before));
        all.add(new Planted(
                method, path, token, headers, body, host, serverName, "PROXY TCP4 127.0.0.2 127.0.0.1 4711 443\r\n"));
        return all;
    }

    Planted withToken(String other) {
        return new Planted(method, path, other, headers, body, host, serverName, before);
    }

    private Planted withHeader(String line) {
        List<String> more = new ArrayList<>(headers);
        more.add(line);
        return new Planted(method, path, token, more, body, host, serverName, before);
    }

    private Planted withPath(String other) {
        return new Planted(method, other, token, headers, body, host, serverName, before);
    }

    private Planted withBody(String other) {
        return new Planted(method, path, token, headers, other, host, serverName, before);
    }

    private static String claims(String identifier) {
        String claims = "{\"sub\":\"x\",\"customer\":\"" + identifier + "\",\"tenant\":\"" + identifier + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    }

    /** The identifier as a host name. */
    private static String label(String identifier) {
        String letters = identifier.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return (letters.isEmpty() ? "x" : letters.substring(0, Math.min(60, letters.length()))) + ".customers.test";
    }

    /** The bytes of the request, for the wire. */
    String bytes(String address) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host.orElse(address)
                + "\r\nAuthorization: Bearer " + token + "\r\nAccept: application/json\r\n");
        headers.forEach(line -> text.append(line).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Type: application/json\r\nIf-Match: \"0\"\r\n");
        }
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        text.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        return text + new String(content, StandardCharsets.ISO_8859_1);
    }
}
