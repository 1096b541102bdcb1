package dev.sekisho.control.policy;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** A policy document as it was sent: JSON or YAML, UTF-8. */
final class PolicyBody {
    private PolicyBody() {}

    /** The text of the body; JSON is YAML 1.2 as well, so both are read by one reader. */
    static String read(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type == null || !acceptable(type)) {
            throw Refusal.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the policy as application/json or application/yaml.");
        }
        byte[] body = request.getInputStream().readAllBytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw Refusal.of(ErrorCode.INVALID_INPUT, "The document is not UTF-8.");
        }
    }

    private static boolean acceptable(String type) {
        try {
            MediaType parsed = MediaType.parseMediaType(type);
            String name = parsed.getType() + "/" + parsed.getSubtype();
            return name.equals("application/json")
                    || name.equals("application/yaml")
                    || name.equals("application/x-yaml")
                    || name.equals("text/yaml");
        } catch (org.springframework.http.InvalidMediaTypeException notAType) {
            return false;
        }
    }
}
