import MarkdownIt from 'markdown-it';

/** HTML in a text is shown as text; links open beside the room, so that nobody leaves their work by a click. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
markdown.disable('image');
markdown.renderer.rules['link_open'] = (tokens, at, options, _env, self) => {
  tokens[at]?.attrSet('target', '_blank');
  tokens[at]?.attrSet('rel', 'noopener noreferrer');
  return self.renderToken(tokens, at, options);
};

/** @returns HTML that holds nothing but what Markdown makes */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}
