"""The words of its own that a galley has, in the languages that it knows, else in English: marks must be understood."""

from __future__ import annotations

from typing import NamedTuple


class Labels(NamedTuple):
    """`%s` stands for what is told."""

    proof: str
    caution: str
    embargo: str
    expires: str
    version: str
    page: str
    ends: str
    words: str
    characters: str
    lines: str
    deep: str
    """Depth in lines, millimetres and column-inches."""
    set_in: str
    """Family, size and leading, measure in millimetres and in picas."""
    average: str
    filed: str
    cuts: str
    cut: str
    """How many characters, the number of the line that is saved, and what stands on it."""
    picture: str
    above: str
    behind: str
    pixels: str
    in_measure: str
    headline_for: str
    galleys: str
    story: str
    listed: tuple[str, ...]
    """Heads of the list of stories: words, characters, depth in lines, millimetres and column-inches, page."""
    facts: tuple[str, ...]
    """What the desk knows: desk, service, kind, urgency, priority, signals, language, pages; edition, page, section and
    column in print; published, changed."""


ENGLISH = Labels(
    "PROOF", "Not for publication", "EMBARGO: not before %s", "To be removed on %s", "Version %s", "Page %s of %s",
    "ends", "%s words", "%s characters", "%s lines", "%s lines deep = %s mm = %s column-inches",
    "Set in %s %s/%s to a measure of %s mm (%s)", "%s words and %s characters a line", "filed as %s words",
    "To save a line, cut", "%s characters for line %s (“%s”)", "Picture %s", "above the text", "behind paragraph %s",
    "%s × %s pixels", "%s × %s mm in this measure, %s lines", "%s headline: %s", "Galleys", "Story",
    ("words", "characters", "lines", "mm", "col-in", "page"),
    ("desk", "service", "kind", "urgency", "priority", "signals", "language", "pages", "print edition", "print page",
     "print section", "print column", "published", "modified"),
)  # fmt: skip

_LABELS = {
    "ar": Labels(
        "بروفة", "ليست للنشر", "حظر: لا تُنشر قبل %s", "تُسحب في %s", "النسخة %s", "صفحة %s من %s", "انتهى",
        "%s كلمة", "%s حرفًا", "%s سطرًا", "العمق %s سطرًا = %s مم = %s بوصة عمود",
        "الخط %s %s/%s، عرض العمود %s مم = %s",
        "%s كلمة و%s حرفًا في السطر", "وردت على أنها %s كلمة", "لتوفير سطر احذف", "%s أحرف للسطر %s («%s»)",
        "الصورة %s",
        "فوق النص", "بعد الفقرة %s", "%s × %s بكسل", "%s × %s مم بهذا العرض، %s سطرًا", "عنوان (%s): %s",
        "البروفات", "المادة",
        ("كلمات", "أحرف", "أسطر", "مم", "بوصة عمود", "صفحة"),
        ("القسم", "الخدمة", "النوع", "الإلحاح", "الأولوية", "الإشارات", "اللغة", "الصفحات", "الطبعة", "صفحة الطبعة",
         "باب الطبعة", "عمود الطبعة", "نُشرت", "عُدّلت"),
    ),
    "de": Labels(
        "FAHNE", "Nicht zur Veröffentlichung", "SPERRFRIST: nicht vor %s", "Zu löschen am %s", "Fassung %s",
        "Seite %s von %s", "Ende", "%s Wörter", "%s Zeichen", "%s Zeilen",
        "%s Zeilen hoch = %s mm = %s Spaltenzoll", "Gesetzt aus %s %s/%s auf %s mm (%s)",
        "%s Wörter und %s Zeichen je Zeile", "angegeben mit %s Wörtern", "Eine Zeile spart, wer streicht",
        "%s Zeichen für Zeile %s („%s“)", "Bild %s", "über dem Text", "nach Absatz %s", "%s × %s Pixel",
        "%s × %s mm in diesem Maß, %s Zeilen", "Überschrift (%s): %s", "Fahnen", "Artikel",
        ("Wörter", "Zeichen", "Zeilen", "mm", "Spaltenzoll", "Seite"),
        ("Ressort", "Dienst", "Art", "Dringlichkeit", "Priorität", "Signale", "Sprache", "Seiten", "Ausgabe",
         "Druckseite", "Buch", "Spalte", "veröffentlicht", "geändert"),
    ),
    "es": Labels(
        "GALERADA", "No publicar", "EMBARGO: no antes del %s", "Retirar el %s", "Versión %s", "Página %s de %s",
        "fin", "%s palabras", "%s caracteres", "%s líneas", "%s líneas de alto = %s mm = %s pulgadas de columna",
        "Compuesto en %s %s/%s a una medida de %s mm (%s)", "%s palabras y %s caracteres por línea",
        "enviado con %s palabras", "Para ganar una línea, cortar", "%s caracteres para la línea %s («%s»)", "Foto %s",
        "sobre el texto", "tras el párrafo %s", "%s × %s píxeles", "%s × %s mm en esta medida, %s líneas",
        "titular (%s): %s", "Galeradas", "Texto",
        ("palabras", "caracteres", "líneas", "mm", "pulgadas", "página"),
        ("sección", "servicio", "tipo", "urgencia", "prioridad", "señales", "idioma", "páginas", "edición impresa",
         "página impresa", "sección impresa", "columna impresa", "publicado", "modificado"),
    ),
    "fr": Labels(
        "ÉPREUVE", "Ne pas publier", "EMBARGO : pas avant le %s", "À retirer le %s", "Version %s", "Page %s sur %s",
        "fin", "%s mots", "%s signes", "%s lignes", "%s lignes de haut = %s mm = %s pouces-colonne",
        "Composé en %s %s/%s sur %s mm (%s)", "%s mots et %s signes par ligne", "annoncé à %s mots",
        "Pour gagner une ligne, couper", "%s signes pour la ligne %s (« %s »)", "Photo %s", "au-dessus du texte",
        "après le paragraphe %s", "%s × %s pixels", "%s × %s mm à cette justification, %s lignes", "titre (%s) : %s",
        "Épreuves", "Article", ("mots", "signes", "lignes", "mm", "pouces", "page"),
        ("rubrique", "service", "genre", "urgence", "priorité", "signaux", "langue", "pages", "édition imprimée",
         "page imprimée", "cahier imprimé", "colonne imprimée", "publié", "modifié"),
    ),
    "he": Labels(
        "הגהה", "לא לפרסום", "אמברגו: לא לפני %s", "להסרה ב-%s", "גרסה %s", "עמוד %s מתוך %s", "סוף", "%s מילים",
        "%s תווים", "%s שורות", "עומק %s שורות = %s מ״מ = %s אינץ׳ טור", "סודר ב-%s %s/%s ברוחב %s מ״מ = %s",
        "%s מילים ו-%s תווים בשורה", "נמסר כ-%s מילים", "לחיסכון בשורה יש לקצר", "%s תווים לשורה %s (”%s“)", "תמונה %s",
        "מעל הטקסט", "אחרי פסקה %s", "%s × %s פיקסלים", "%s × %s מ״מ ברוחב זה, %s שורות", "כותרת (%s): %s",
        "הגהות", "כתבה",
        ("מילים", "תווים", "שורות", "מ״מ", "אינץ׳ טור", "עמוד"),
        ("מדור", "שירות", "סוג", "דחיפות", "עדיפות", "אותות", "שפה", "עמודים", "מהדורה", "עמוד בדפוס", "מדור בדפוס",
         "טור בדפוס", "פורסם", "עודכן"),
    ),
}  # fmt: skip


def labels(lang: str) -> tuple[Labels, str]:
    """The words for a language, and the language that they are in."""
    known = lang.lower().partition("-")[0]
    return (_LABELS[known], known) if known in _LABELS else (ENGLISH, "en")
