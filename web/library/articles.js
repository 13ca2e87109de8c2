// Runs once when the list of articles appears. `element` and `trigger` are given by Gradio.

// The article that is read stands beside the conversation: make way when this panel lies over it.
const covers_source = () => {
  const [own, source] = ['#articles', '#source-column'].map(name => document.querySelector(name).getBoundingClientRect());
  return !source.width || own.left < source.right;
};
const read = article => {
  delete document.querySelector('#main').dataset.opener;
  if (covers_source()) document.querySelector('#articles button.close').click();
  trigger('read', { article });
};

element.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.read !== undefined) return read(button.dataset.read);
  if (button.dataset.sort !== undefined) return trigger('sort', { column: button.dataset.sort });
  trigger('remove', { article: button.dataset.article });
});
