// Runs once when the status line appears. `element` and `watch` are given by Gradio.
// The app was started again and does not know this window any more: load it anew; the address names its conversation.
watch('value', () => {
  if (element.querySelector('[data-lost]') && document.querySelector('.log')) location.reload();
});
